import Testing

@Suite("unet check --explain")
struct ExplainTests {
  private func prepare(_ program: Program) throws {
    try program.write("optimizer:\n  learning_rate: 1e-2\nmodel: {depth: 3}\n", to: "recipe.yaml")
    try program.write(
      """
      extends: recipe.yaml
      data: {images: "${CELLS:-cells}/images", masks: m, classes: [a, b]}
      loss: {ce: 1}
      model: {depth: 2}
      """, to: "a.yaml")
  }

  @Test("tells where each value comes from, and looks at no images")
  func explains() throws {
    try inTemporaryFolder { program in
      try prepare(program)
      let result = try program.unet(
        "check", "a.yaml", "optimizer.learning_rate=0.02", "--explain", "optimizer.learning_rate",
        "--explain",
        "model.depth", "--explain", "data.images", environment: ["CELLS": "/cells"])
      #expect(result.status == 0, "\(result.errors)")
      #expect(
        result.output == """
          optimizer.learning_rate = 0.02
            <command line>:1:25   0.02
            overrides recipe.yaml:2:18   1e-2
            overrides the default   0.001
          model.depth = 2
            a.yaml:4:16   2
            overrides recipe.yaml:3:16   3
            overrides the default   4
          data.images = /cells/images
            a.yaml:2:16   "${CELLS:-cells}/images"
              ${CELLS} is '/cells' in the environment

          """)
    }
  }

  @Test("names the files where there are several, and each key of a section")
  func several() throws {
    try inTemporaryFolder { program in
      try prepare(program)
      try program.write("extends: a.yaml\nvalidation: {metric: loss}\n", to: "b.yaml")
      let result = try program.unet("check", "a.yaml", "b.yaml", "--explain", "validation.metric")
      #expect(
        result.output == """
          a.yaml
          validation.metric = mean_iou
            the default
          b.yaml
          validation.metric = loss
            b.yaml:2:22   loss
            overrides the default   mean_iou

          """)
      let section = try program.unet("check", "a.yaml", "--explain", "optimizer")
      #expect(section.output.contains("\noptimizer.weight_decay = 0.01\n  the default\n"))
    }
  }

  @Test("refuses a name that is no key with exit code 64, and says the nearest")
  func unknown() throws {
    try inTemporaryFolder { program in
      try prepare(program)
      let result = try program.unet("check", "a.yaml", "--explain", "optimizer.lerning_rate")
      #expect(result.status == 64)
      #expect(result.output.isEmpty)
      #expect(
        result.errors
          == "error: there is no key 'optimizer.lerning_rate'; did you mean 'optimizer.learning_rate'?\n")
    }
  }

  @Test("A run keeps where its values come from, also when it goes on from its own config")
  func kept() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      #expect(
        try program.unet("run", "smoke.yaml", "optimizer.learning_rate=0.02", "training.epochs=1").status == 0
      )
      let expected = """
            "optimizer.learning_rate" : [
              {
                "at" : "<command line>:1:25",
                "text" : "0.02"
              },
              {
                "at" : "smoke.yaml:9:28",
                "text" : "0.01"
              }
            ],
        """
      let first = try program.read("runs/smoke/provenance.json")
      #expect(first.contains(expected), "\(first)")
      #expect(!first.contains("optimizer.weight_decay"))
      let again = try program.unet("run", "--resume", "runs/smoke", "training.epochs=2")
      #expect(again.status == 0, "\(again.errors)")
      let second = try program.read("runs/smoke/provenance.json")
      #expect(second.contains(expected), "\(second)")
      #expect(second.contains("\"<command line>:1:17\",\n        \"text\" : \"2\""), "\(second)")
      #expect(!second.contains("config.yaml"))
    }
  }
}
