// What page_test.py asks of the page, measured where it is drawn. The value is an object of lists of
// complaints and of what is there.
(() => {
    const found = {overlaps: [], cut: [], crossings: [], outside: [], wide: []};
    const map = document.querySelector("svg.map");
    const frame = map.getBoundingClientRect();
    const inside = (inner, outer, slack) =>
        inner.left >= outer.left - slack && inner.right <= outer.right + slack &&
        inner.top >= outer.top - slack && inner.bottom <= outer.bottom + slack;
    const nodes = [...map.querySelectorAll("a.node")].map((element) => ({
        name: element.getAttribute("href"),
        box: element.querySelector("rect").getBoundingClientRect(),
        texts: [...element.querySelectorAll("text")].map((text) => text.getBoundingClientRect()),
    }));
    nodes.forEach((node, index) => {
        if (!inside(node.box, frame, 1)) {
            found.outside.push(node.name);
        }
        for (const text of node.texts) {
            if (text.width === 0 || !inside(text, node.box, 1)) {
                found.cut.push(node.name);
            }
        }
        node.texts.forEach((text, at) => {
            const next = node.texts[at + 1];
            if (next !== undefined && next.top < text.top + text.height * 0.6) {
                found.cut.push(`${node.name}: lines on each other`);
            }
        });
        for (const other of nodes.slice(index + 1)) {
            const apart = node.box.right <= other.box.left || other.box.right <= node.box.left ||
                node.box.bottom <= other.box.top || other.box.bottom <= node.box.top;
            if (!apart) {
                found.overlaps.push(`${node.name} ${other.name}`);
            }
        }
    });
    for (const edge of map.querySelectorAll("g.edge")) {
        const line = edge.querySelector("path.line");
        const matrix = line.getScreenCTM();
        const length = line.getTotalLength();
        for (let at = 0; at <= length; at += 2) {
            const point = line.getPointAtLength(at).matrixTransform(matrix);
            for (const node of nodes) {
                const isIn = point.x > node.box.left + 1 && point.x < node.box.right - 1 &&
                    point.y > node.box.top + 1 && point.y < node.box.bottom - 1;
                if (isIn) {
                    found.crossings.push(`${edge.dataset.from} ${edge.dataset.to}: ${node.name}`);
                    at = length;
                    break;
                }
            }
        }
    }
    if (document.documentElement.scrollWidth > document.documentElement.clientWidth) {
        found.wide.push(`${document.documentElement.scrollWidth}`);
    }
    // What is wider than its place must be in something that scrolls.
    for (const element of document.querySelectorAll("h1, h2, h3, h4, p, li, td, th, nav, header")) {
        const style = getComputedStyle(element);
        if (element.scrollWidth > element.clientWidth + 1 && style.display !== "inline" &&
            element.clientWidth !== 0) {
            found.wide.push(`${element.tagName} ${element.textContent.slice(0, 40)}`);
        }
    }
    for (const cell of document.querySelectorAll(".matrix th.across")) {
        if (!inside(cell.querySelector("span").getBoundingClientRect(), cell.getBoundingClientRect(), 1)) {
            found.wide.push(`column ${cell.textContent}`);
        }
    }
    const pairs = (selector) => [...document.querySelectorAll(selector)].map(
        (element) => [element.dataset.from, element.dataset.to]);
    found.drawn = pairs("svg.map [data-from]");
    found.tabled = pairs("td[data-from]");
    found.boxes = nodes.map((node) => node.name.slice(1));
    found.cards = [...document.querySelectorAll("article")].map((card) => card.id);
    return found;
})()
