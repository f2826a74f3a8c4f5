"use strict";
// Charts, tables and contents of a report. Texts come from the body's data attributes, in the page's language.
(function () {
  var body = document.body, say = body.dataset, NARROW = 520;

  // --- charts ---
  var CHINESE = {moduleType: "locale", name: "zh-CN", dictionary: {}, format: {
    days: ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"], shortDays: ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
    months: ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"],
    shortMonths: ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"], date: "%Y-%m-%d", year: "%Y年", month: "%Y年%-m月", dayMonth: "%-m月%-d日", dayMonthYear: "%Y年%-m月%-d日"}};

  function width(text) {  // in Latin letters; Chinese ones are twice as wide
    var sum = 0;
    for (var i = 0; i < text.length; i++) sum += text.charCodeAt(i) > 0x2e7f ? 2 : 1;
    return sum;
  }

  function wrapped(text, most) {
    var lines = [], line = "";
    (text.match(/[⺀-￿]|[^\s⺀-￿]+|\s+/g) || []).forEach(function (piece) {
      if (line && width(line + piece) > most) { lines.push(line.trim()); line = ""; }
      line += piece;
    });
    return lines.concat(line.trim()).filter(Boolean).join("<br>");
  }

  // Long names of categories would leave a phone no room for the bars: break them into lines.
  function wrapCategories(data, axis, letter) {
    if (axis.tickvals || (axis.type && axis.type !== "category")) return;
    var names = [];
    data.forEach(function (trace) {
      if ((trace[letter + "axis"] || letter) === letter && Array.isArray(trace[letter])) {
        trace[letter].forEach(function (value) { if (typeof value === "string" && names.indexOf(value) < 0) names.push(value); });
      }
    });
    if (!names.length || names.some(function (name) { return !isNaN(Date.parse(name)) || !isNaN(Number(name)); })) return;
    if (Math.max.apply(null, names.map(width)) <= 14) return;
    axis.tickmode = "array"; axis.tickvals = names; axis.ticktext = names.map(function (name) { return wrapped(name, 14); });
  }

  function smaller(font, size) { return Object.assign({}, font, {size: Math.min((font && font.size) || size, size)}); }

  function forWidth(figure, pixels) {
    var layout = JSON.parse(JSON.stringify(figure.layout));
    if (pixels >= NARROW) return layout;
    layout.font = smaller(layout.font, 12);
    layout.margin = Object.assign({}, layout.margin, {l: Math.min((layout.margin || {}).l || 8, 8), r: Math.min((layout.margin || {}).r || 12, 12)});
    Object.keys(layout).forEach(function (key) {
      if (!/^[xy]axis\d*$/.test(key)) return;
      var axis = layout[key];
      axis.automargin = true;
      axis.tickfont = smaller(axis.tickfont, 11.5);
      if (axis.title && axis.title.text) axis.title.font = smaller(axis.title.font, 11.5);
      if (key[0] === "x" && !axis.tickvals && !axis.dtick) axis.nticks = Math.min(axis.nticks || 5, 5);
      if (key[0] === "y") wrapCategories(figure.data, axis, "y");
    });
    (layout.annotations || []).forEach(function (note) { note.font = smaller(note.font, 11.5); });
    if (layout.legend) layout.legend.font = smaller(layout.legend.font, 11.5);
    return layout;
  }

  function draw(figure, box) {
    var config = {responsive: true, displaylogo: false, locale: document.documentElement.lang, displayModeBar: box.clientWidth >= NARROW ? "hover" : false,
      modeBarButtons: [[{name: "save", title: say.save, icon: window.Plotly.Icons.camera, click: function (chart) { window.Plotly.downloadImage(chart, {format: "png", scale: 2}); }}]]};
    box.dataset.narrow = box.clientWidth < NARROW;
    return window.Plotly.react(box, figure.data, forWidth(figure, box.clientWidth), config);
  }

  function charts() {
    document.querySelectorAll('script[type="application/vnd.plotly.v1+json"]').forEach(function (source) {
      var box = source.parentNode.querySelector(".rp-plot");
      if (!window.Plotly) { box.classList.add("rp-empty"); box.textContent = say.needs; return; }
      var figure = JSON.parse(source.textContent);
      Promise.resolve(draw(figure, box)).then(function () { if (figure.frames && figure.frames.length) window.Plotly.addFrames(box, figure.frames); });
      window.addEventListener("resize", function () { if (String(box.clientWidth < NARROW) !== box.dataset.narrow) draw(figure, box); });
    });
  }

  // --- tables ---
  function sortable(table) {
    var head = table.tHead && table.tHead.rows[table.tHead.rows.length - 1], rows = table.tBodies[0];
    if (!head || !rows || rows.rows.length < 2) return;
    Array.prototype.forEach.call(head.cells, function (cell, column) {
      if (cell.colSpan > 1 || !cell.textContent.trim()) return;
      var button = document.createElement("button");
      button.type = "button"; button.className = "rp-sort"; button.title = say.sort;
      while (cell.firstChild) button.appendChild(cell.firstChild);
      cell.appendChild(button);
      button.addEventListener("click", function () { sort(table, head, column); });
    });
  }

  function key(row, column) {
    var cell = row.cells[column];
    if (!cell) return "";
    var text = cell.dataset.value || cell.textContent.trim(), number = Number(text.replace(/[,  %¥£€$]/g, ""));
    return text && !isNaN(number) ? number : text;
  }

  function sort(table, head, column) {
    var cell = head.cells[column], rows = Array.prototype.slice.call(table.tBodies[0].rows), up = cell.getAttribute("aria-sort") === "descending";
    rows.sort(function (one, other) {
      var a = key(one, column), b = key(other, column), numbers = (typeof a === "number") - (typeof b === "number");
      if (numbers) return -numbers;  // cells without a number stay at the end
      return (typeof a === "number" ? a - b : String(a).localeCompare(String(b), document.documentElement.lang)) * (up ? 1 : -1);
    });
    Array.prototype.forEach.call(head.cells, function (other) { other.removeAttribute("aria-sort"); });
    cell.setAttribute("aria-sort", up ? "ascending" : "descending");
    rows.forEach(function (row) { table.tBodies[0].appendChild(row); });
  }

  // A spreadsheet must take no cell for a formula.
  function safe(cell) {
    var text = cell.dataset.value || cell.textContent.trim().replace(/\s+/g, " ");
    return cell.dataset.value || isFinite(Number(text.replace(/[,%]/g, ""))) ? text : text.replace(/^([=+\-@])/, "'$1");
  }

  function copyable(table) {
    var button = document.createElement("button");
    button.type = "button"; button.className = "rp-copy"; button.textContent = say.copy;
    button.addEventListener("click", function () {
      var text = Array.prototype.map.call(table.rows, function (row) { return Array.prototype.map.call(row.cells, safe).join("\t"); }).join("\n");
      var done = function () { button.textContent = say.copied; setTimeout(function () { button.textContent = say.copy; }, 1500); };
      if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, function () { older(text); done(); });
      else { older(text); done(); }
    });
    (table.closest(".rp-scroll") || table).insertAdjacentElement("afterend", button);
  }

  function older(text) {
    var area = document.createElement("textarea");
    area.value = text; body.appendChild(area); area.select(); document.execCommand("copy"); area.remove();
  }

  // --- contents, printing ---
  function contents() {
    var box = document.querySelector(".rp-toc details"), wide = window.matchMedia("(min-width:1080px)");
    if (!box) return;
    var set = function () { box.open = wide.matches; };
    set(); wide.addEventListener("change", set);
    box.addEventListener("click", function (event) { if (event.target.tagName === "A" && !wide.matches) box.open = false; });
  }

  function printing() {
    var opened = [], A4 = 680;
    window.addEventListener("beforeprint", function () {
      opened = Array.prototype.filter.call(document.querySelectorAll("main details:not([open]), .rp-board details:not([open])"), function (d) { d.open = true; return true; });
      if (window.Plotly) document.querySelectorAll(".js-plotly-plot").forEach(function (box) { window.Plotly.relayout(box, {width: A4, autosize: false}); });
      document.querySelectorAll("main table").forEach(function (table) { if (table.scrollWidth > A4) table.style.zoom = A4 / table.scrollWidth; });
    });
    window.addEventListener("afterprint", function () {
      opened.forEach(function (d) { d.open = false; });
      document.querySelectorAll("main table").forEach(function (table) { table.style.zoom = ""; });
      if (window.Plotly) document.querySelectorAll(".js-plotly-plot").forEach(function (box) { window.Plotly.relayout(box, {width: null, autosize: true}); });
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    contents(); printing();
    document.querySelectorAll("main table").forEach(function (table) { copyable(table); sortable(table); });
    if (window.Plotly) window.Plotly.register(CHINESE);
    charts();
  });
})();
