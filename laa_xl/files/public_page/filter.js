(function () {
  "use strict";
  var form = document.getElementById("filter"), body = document.getElementById("index-rows");
  if (!form || !body) { return; }
  var rows = Array.prototype.slice.call(body.rows), told = document.getElementById("filter-told");
  var order = { red: 0, amber: 1, grey: 2, green: 3 };
  function chosen(name) { return form.elements[name].value; }
  function show() {
    var shown = 0, sort = chosen("sort");
    rows.forEach(function (row) {
      var fits = (!chosen("theme") || row.dataset.theme === chosen("theme")) &&
        (!chosen("rating") || row.dataset.rating === chosen("rating"));
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    rows.slice().sort(function (one, other) {
      return (sort === "rating" ? order[one.dataset.rating] - order[other.dataset.rating] : 0) ||
        rows.indexOf(one) - rows.indexOf(other);
    }).forEach(function (row) { body.appendChild(row); });
    told.textContent = shown + " of " + rows.length + " indicators shown";
  }
  form.addEventListener("change", show);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.hidden = false;
  form.reset();
}());
