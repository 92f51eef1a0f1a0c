// The page that explains a search: / goes to the question. Everything else is drawn by the server.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.matches("input") || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  document.getElementById("question").select();
});
