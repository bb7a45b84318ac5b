"use strict";
(() => {
  const get = (id) => document.getElementById(id);
  const { names, edges } = JSON.parse(get("graph").textContent);
  const view = get("view"), told = get("told"), search = get("search"), count = get("count");
  const svg = view.querySelector("svg");
  const wide = svg.viewBox.baseVal.width, high = svg.viewBox.baseVal.height;
  const parties = names.map((_, n) => get(`n${n}`));
  const rows = names.map((_, n) => get(`p${n}`));
  const lines = [...svg.querySelectorAll("g.line")].map((g) => [g, g.dataset.e.split(" ").map(Number)]);
  const owners = names.map(() => []), owned = names.map(() => []);
  edges.forEach(([a, b], e) => { owned[a].push(e); owners[b].push(e); });

  // Size: the picture grows inside a view that scrolls, so that wheel, keys and fingers move it as they move any page.
  let scale = 1;
  const room = () => [view.clientWidth - 34, Math.max(window.innerHeight * 0.82 - 34, 200)];
  const fit = () => Math.min(room()[0] / wide, room()[1] / high, 1);
  const zoom = (to, x = view.clientWidth / 2, y = view.clientHeight / 2) => {
    to = Math.min(Math.max(to, Math.min(fit(), 0.1)), 4);
    const left = (view.scrollLeft + x) / scale, top = (view.scrollTop + y) / scale;
    scale = to;
    svg.style.width = `${wide * scale}px`;
    svg.style.height = `${high * scale}px`;
    view.scrollLeft = left * scale - x;
    view.scrollTop = top * scale - y;
  };
  const centre = (party) => {
    if (!party) return;
    const box = party.getBoundingClientRect(), frame = view.getBoundingClientRect();
    view.scrollLeft += box.left + box.width / 2 - frame.left - frame.width / 2;
    view.scrollTop += box.top + box.height / 2 - frame.top - frame.height / 2;
  };

  // The ways to a party and from it.
  const follow = (from, steps, end) => {
    const nodes = new Set([from]), passed = new Set(), ahead = [from];
    while (ahead.length) {
      for (const e of steps[ahead.pop()]) {
        passed.add(e);
        const next = edges[e][end];
        if (!nodes.has(next)) { nodes.add(next); ahead.push(next); }
      }
    }
    return [nodes, passed];
  };
  const light = (n) => {
    const [above, up] = follow(n, owners, 0), [below, down] = follow(n, owned, 1);
    parties.forEach((party, m) => party?.classList.toggle("on", above.has(m) || below.has(m)));
    lines.forEach(([g, es]) => g.classList.toggle("on", es.some((e) => up.has(e) || down.has(e))));
  };

  const dark = () => svg.querySelectorAll(".on").forEach((g) => g.classList.remove("on"));

  let chosen = -1;
  const mark = (n, on) => { parties[n]?.classList.toggle("chosen", on); rows[n].classList.toggle("chosen", on); };
  const choose = (n) => {
    if (chosen >= 0) mark(chosen, false);
    chosen = n;
    svg.classList.remove("hover");
    svg.classList.toggle("lit", n >= 0);
    told.hidden = n < 0;
    if (n < 0) { dark(); return; }
    mark(n, true);
    light(n);
    tell(n);
  };
  const make = (tag, text, parent) => {
    const made = document.createElement(tag);
    made.textContent = text;
    parent.append(made);
    return made;
  };
  const tell = (n) => {
    told.replaceChildren();
    make("h3", names[n], told).dir = "auto";
    const [, ...cells] = rows[n].cells;
    make("p", cells.slice(0, 5).map((cell) => cell.textContent).filter(Boolean).join(" · "), told).className = "muted";
    for (const [title, list, end] of [["Owned by", owners[n], 0], ["Owns", owned[n], 1]]) {
      make("h4", list.length ? `${title} (${list.length})` : `${title}: nobody known`.replace("Owns: nobody", "Owns: nothing"), told);
      const ul = make("ul", "", told);
      for (const e of list) {
        const li = make("li", "", ul), a = make("a", names[edges[e][end]], make("span", "", li));
        a.href = `#n${edges[e][end]}`;
        a.dir = "auto";
        make("span", edges[e][2], li);
        if (edges[e][3]) li.title = edges[e][3];
      }
    }
  };
  const go = (n) => { choose(n); if (scale < 0.6) zoom(0.8); centre(parties[n]); };

  // The mouse: drag to move, point to see, click to keep.
  let from = null, moved = false;
  view.addEventListener("pointerdown", (event) => {
    moved = false;
    if (event.pointerType === "mouse" && event.button === 0) from = [event.clientX, event.clientY, view.scrollLeft, view.scrollTop];
  });
  window.addEventListener("pointermove", (event) => {
    if (!from) return;
    const x = event.clientX - from[0], y = event.clientY - from[1];
    if (!moved && Math.hypot(x, y) < 4) return;
    moved = true;
    view.classList.add("held");
    view.scrollLeft = from[2] - x;
    view.scrollTop = from[3] - y;
  });
  window.addEventListener("pointerup", () => { from = null; view.classList.remove("held"); });
  view.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const frame = view.getBoundingClientRect();
    zoom(scale * Math.exp(-event.deltaY / 400), event.clientX - frame.left, event.clientY - frame.top);
  }, { passive: false });
  svg.addEventListener("click", (event) => {
    if (moved) return;
    const party = event.target.closest(".party");
    choose(party && Number(party.dataset.n) !== chosen ? Number(party.dataset.n) : -1);
  });
  svg.addEventListener("pointerover", (event) => {
    if (chosen >= 0) return;
    const party = event.target.closest(".party");
    svg.classList.toggle("hover", Boolean(party));
    if (party) light(Number(party.dataset.n));
    else dark();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#n"]');
    if (!link) return;
    event.preventDefault();
    go(Number(link.hash.slice(2)));
    view.scrollIntoView({ block: "nearest" });
    view.focus({ preventScroll: true });
  });

  // Search.
  let found = [], turn = -1;
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const folded = names.map((name, n) => fold(`${name} ${rows[n].cells[1].textContent}`));
  search.addEventListener("input", () => {
    const wanted = fold(search.value.trim());
    found = wanted ? [...names.keys()].filter((n) => folded[n].includes(wanted)) : [];
    turn = -1;
    const hit = new Set(found);
    parties.forEach((party, n) => party?.classList.toggle("found", hit.has(n)));
    rows.forEach((row, n) => { row.hidden = Boolean(wanted) && !hit.has(n); });
    count.textContent = wanted ? `${found.length} found${found.length ? "; Enter goes to the next" : ""}` : "";
  });
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !found.length) return;
    event.preventDefault();
    turn = (turn + (event.shiftKey ? found.length - 1 : 1)) % found.length;
    go(found[turn]);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") choose(-1);
    if (document.activeElement !== view || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+" || event.key === "=") zoom(scale * 1.25);
    else if (event.key === "-") zoom(scale / 1.25);
    else if (event.key === "0") zoom(fit());
  });

  get("in").addEventListener("click", () => zoom(scale * 1.25));
  get("out").addEventListener("click", () => zoom(scale / 1.25));
  get("full").addEventListener("click", () => zoom(1));
  get("fit").addEventListener("click", () => zoom(fit()));
  get("all").addEventListener("click", () => choose(-1));
  document.querySelector(".tools").hidden = false;
  // A picture that can be read whole is shown whole; of another, the entity asked for or the first listed party.
  zoom(fit() >= 0.66 ? fit() : Math.min(Math.max(room()[0] / wide, 0.8), 1));
  if (fit() < 0.66) centre(svg.querySelector(".party.first"));
})();
