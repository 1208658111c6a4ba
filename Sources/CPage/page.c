#include "CPage.h"

// Clang has #embed in every C, but says that it is C23's.
#pragma clang diagnostic ignored "-Wc23-extensions"

// The environment variable CHART_JS names another file: see Package.swift.
#ifndef CHART_JS
#define CHART_JS "/usr/share/javascript/chart.js/chart.min.js"
#endif
#if !__has_embed(CHART_JS)
#error "Chart.js is missing, which draws the HTML report: Scripts/setup installs it (Debian's libjs-chart.js), or set CHART_JS to the path of a chart.min.js of version 3 or 4 and build again"
#endif

static const char library[] = {
#embed CHART_JS suffix(, )
    0};

static const char style[] = {
#embed "parts/page.css" suffix(, )
    0};

static const char sections[] = {
#embed "parts/sections.html" suffix(, )
    0};

// One script in the order in which its parts need each other.
static const char script[] = {
#embed "parts/look.js" suffix(, )
#embed "parts/table.js" suffix(, )
#embed "parts/charts.js" suffix(, )
#embed "parts/curves.js" suffix(, )
#embed "parts/effects.js" suffix(, )
#embed "parts/overview.js" suffix(, )
#embed "parts/matrix.js" suffix(, )
#embed "parts/gallery.js" suffix(, )
#embed "parts/start.js" suffix(, )
    0};

const char *cpage_library(void) { return library; }
const char *cpage_script(void) { return script; }
const char *cpage_style(void) { return style; }
const char *cpage_sections(void) { return sections; }
