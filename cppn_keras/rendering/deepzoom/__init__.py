"""Deep Zoom posters: pictures of any size as tiles, on disk or drawn as the browser asks."""
