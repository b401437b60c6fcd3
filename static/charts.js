// Draws the charts of a report: [data-chart] names the json_script with the options of outputs/screen.py.
(() => {
  const drawn = new Map();
  const plain = new Intl.NumberFormat("zh-CN", { maximumFractionDigits: 2 });
  const write = {
    int: (value) => plain.format(value),
    decimal: (value) => plain.format(value),
    money: (value) => `¥ ${plain.format(Math.abs(value) >= 100 ? Math.round(value) : value)}`,
    percent: (value) => `${plain.format(Math.round(value * 1000) / 10)}%`,
    hours: (value) => plain.format(Math.round(value * 10) / 10),
  };
  const short = new Intl.NumberFormat(document.documentElement.lang, { notation: "compact", maximumFractionDigits: 1 });
  const brief = { ...write, money: (value) => `¥ ${short.format(value)}` };
  const NARROW = 480;

  function look() {
    const style = getComputedStyle(document.body);
    return { ink: style.color, muted: style.getPropertyValue("--tblr-secondary") || style.color, line: style.getPropertyValue("--tblr-border-color") };
  }

  function dressed({ option, kind, bars }, width) {
    const { ink, muted, line } = look();
    const narrow = width < NARROW;
    const exactly = write[kind] ?? write.int;
    const briefly = brief[kind] ?? brief.int;
    const say = narrow ? briefly : exactly;
    const level = option.yAxis?.type === "category";
    const each = width / bars;
    const roomy = level || each > 60;
    const fits = (one) => {
      if (one.type === "value") return { formatter: briefly, hideOverlap: true, show: !(level && narrow) };
      if (level) return { ...one.axisLabel, width: Math.min(150, width * 0.34) };
      return each > 48 ? { interval: 0, width: each - 6, overflow: "break" } : {};
    };
    const axis = (one) => one && {
      ...one,
      axisLabel: { color: muted, ...fits(one) },
      axisLine: { lineStyle: { color: line } },
      splitLine: { lineStyle: { color: line } },
    };
    return {
      ...option,
      backgroundColor: "transparent",
      textStyle: { color: ink, fontFamily: getComputedStyle(document.body).fontFamily },
      legend: { ...option.legend, textStyle: { color: ink } },
      tooltip: { ...option.tooltip, valueFormatter: (value) => (value == null ? "–" : exactly(value)) },
      ...(option.xAxis ? { xAxis: axis(option.xAxis), yAxis: axis(option.yAxis) } : {}),
      series: option.series.map((one) => ({
        ...one,
        labelLayout: { hideOverlap: true },
        label: { ...one.label, color: ink, textBorderWidth: 0, ...(one.type === "bar" ? { show: one.label?.show && roomy, formatter: (bar) => (bar.value ? say(bar.value) : "") } : {}), ...(one.type === "funnel" ? { formatter: (stage) => `${stage.name}\n${say(stage.value)}` } : {}) },
      })),
    };
  }

  const givenTo = (box) => JSON.parse(document.getElementById(box.dataset.chart).textContent);

  // Before anything is drawn, since neighbours grow with it: a level bar needs its line.
  function measure(box) {
    const { option, bars } = givenTo(box);
    if (option.yAxis?.type === "category") box.style.height = `${Math.max(220, 70 + 30 * bars)}px`;
  }

  function draw(box) {
    const given = givenTo(box);
    const chart = drawn.get(box) ?? echarts.init(box, null, { renderer: "svg" });
    drawn.set(box, chart);
    chart.setOption(dressed(given, box.clientWidth), true);
    chart.off("click");
    chart.on("click", ({ dataIndex }) => {
      if (given.urls[dataIndex]) window.location.assign(given.urls[dataIndex]);
    });
  }

  function drawAll() {
    for (const [box, chart] of drawn) {
      if (box.isConnected) continue;
      chart.dispose();
      drawn.delete(box);
    }
    const boxes = document.querySelectorAll("[data-chart]");
    boxes.forEach(measure);
    boxes.forEach(draw);
  }

  drawAll();
  document.body.addEventListener("htmx:afterSettle", drawAll);
  window.addEventListener("resize", () => {
    drawn.forEach((chart) => chart.resize());
    drawAll();
  });
  new MutationObserver(() => drawAll()).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
})();
