import ArgumentParser

@main
struct UNetCommand: ParsableCommand {}
