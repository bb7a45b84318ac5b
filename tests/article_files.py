"""Articles as pages and PDF files, as publishers make them: the bytes that the tests of the intake read."""

from __future__ import annotations

import html
import io
from collections.abc import Sequence

HEADLINE = "Britain sanctions airline over missile transfers"
PARAGRAPHS = (
    "LONDON — Britain on Tuesday sanctioned Iran Air, saying that the airline had carried missile parts to Russia.",
    "“We will not tolerate this,” said the foreign secretary. “Those who carry weapons will pay for it.”",
    "Tehran denied the accusation and summoned the British envoy, state media reported.",
)

AROUND = """<!DOCTYPE html>
<html lang="en"><head><meta charset="{charset}"><title>{title} | Example News</title>{head}</head><body>
<header><nav><ul><li><a href="/w">World</a></li><li><a href="/p">Politics</a></li><li><a href="/b">Money</a></li></ul></nav></header>
<div class="cookie-banner"><p>We use cookies to improve your experience. By going on you agree to our policy.</p></div>
<main><article><h1>{title}</h1><div class="byline">By <a href="/a">Jane Doe</a></div>{time}
<div class="share"><a href="#">Share on Facebook</a> <a href="#">Email</a></div>
<figure><img src="x.jpg"><figcaption>An airliner lands in Tehran, Iran. (AP Photo/Some Body, File)</figcaption></figure>
{body}
<p>Related: <a href="/2">Older story about an airline</a></p>
<div class="newsletter"><p>Sign up for our newsletter and get the morning's top stories by email.</p></div>
<p>___</p><p>Associated Press writer Some Body in Washington contributed to this report.</p></article>
<aside><h2>Most read</h2><ul><li><a href="/1">Storm closes the ports of the coast</a></li></ul></aside></main>
<section class="comments"><h2>Comments</h2><p>Bob: I think that this is all wrong and something must be done.</p></section>
<footer><p>304 North Cardinal St., Dorchester Center, MA 02124</p><p>© 2024 Example News. All rights reserved.</p></footer>
</body></html>"""


def page(
    paragraphs: Sequence[str] = PARAGRAPHS,
    *,
    title: str = HEADLINE,
    head: str = "",
    time: str = "",
    charset: str = "utf-8",
) -> str:
    """A news page with all that stands around an article."""
    body = "\n".join(f"<p>{html.escape(one, quote=False)}</p>" for one in paragraphs)
    return AROUND.format(title=html.escape(title), head=head, time=time, body=body, charset=charset)


def pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF whose pages hold these lines of text, in Helvetica and WinAnsiEncoding; no lines, no text."""
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for at, lines in enumerate(pages):
        drawn = [b"BT /F1 11 Tf 14 TL 50 780 Td"]
        for line in lines:
            escaped = line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
            drawn.append(b"(" + escaped + b") Tj T*")
        content = b"\n".join([*drawn, b"ET"]) if lines else b"0 0 100 100 re f"
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % (5 + 2 * at)
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()
