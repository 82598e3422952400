// Levels that are not drawn, or only in part, are kept from being asked for: `tileExists`.
document.querySelectorAll("canvas, nav, p").forEach((element) => element.remove());
const source = new OpenSeadragon.DziTileSource({
  width: poster.width, height: poster.height, tileSize: poster.tile, tileOverlap: poster.overlap,
  tilesUrl: encodeURIComponent(poster.name + "_files") + "/", fileFormat: "png",
});
source.tileExists = (level, column, row) => (poster.levels[level] || []).some(
  ([left, top, right, bottom]) => column >= left && column < right && row >= top && row < bottom);
const element = document.createElement("div");
element.id = "poster";
document.body.append(element);
const viewer = OpenSeadragon({
  element, tileSources: source, showNavigationControl: false, showNavigator: true,
  maxZoomPixelRatio: 8, imageSmoothingEnabled: true, drawer: "canvas",
});
viewer.addHandler("open", () => {
  const [x, y, zoom] = location.hash.slice(1).split(",").map(Number);
  if (!(zoom > 0)) return;
  viewer.viewport.zoomTo(zoom * viewer.viewport.getHomeZoom(), null, true);
  viewer.viewport.panTo(new OpenSeadragon.Point(x, y * poster.height / poster.width), true);
});
