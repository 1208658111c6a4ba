// Sets everything up once, and draws it: again when the page turns dark or light, and in light for paper.

function drawChosen() {
  drawCurves();
  drawParallel();
}

function drawAll() {
  setDefaults();
  drawChosen();
  drawEffects();
  drawPareto();
  drawConfusion();
}

function setPrinting(value) {
  isPrinting = value;
  document.documentElement.classList.toggle("printing", value);
  drawAll();
}

setUpTable();
setUpCurves();
setUpEffects();
setUpParallel();
setUpPareto();
setUpConfusion();
setUpGallery();
drawAll();
drawGallery();
darkScheme.addEventListener("change", drawAll);
addEventListener("beforeprint", () => setPrinting(true));
addEventListener("afterprint", () => setPrinting(false));
