/// The parts of the HTML report that are no Swift, put into the program by the compiler, so that it stays one file.
/// Each is UTF-8 that ends with a zero and lives as long as the program.

#pragma once

/// Chart.js, which begins with its licence's name.
const char *cpage_library(void);
/// What the page does: ours, to be run after the library.
const char *cpage_script(void);
/// How it looks.
const char *cpage_style(void);
/// The sections that the script fills, hidden until it does, and the explanation of the statistics.
const char *cpage_sections(void);
