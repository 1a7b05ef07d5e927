/** How mail programs write what they quote. By hand, after what each sends; the other side is Ana, her real address in it. */
const quote = 'See you on Friday.';

export const htmlQuotes: Readonly<Record<string, string>> = {
  gmail: `<div dir="ltr">Fine!</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Mon, Nov 3, 2025 at 10:12 AM Ana Hidden-Name &lt;<a href="mailto:ana@example.com">ana@example.com</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex">${quote}</blockquote></div>`,
  apple: `<html><body>Fine!<div><br><blockquote type="cite"><div>On 3 Nov 2025, at 10:12, Ana Hidden-Name &lt;<a href="mailto:ana@example.com">ana@example.com</a>&gt; wrote:</div><br class="Apple-interchange-newline"><div>${quote}</div></blockquote></div></body></html>`,
  thunderbird: `<p>Fine!</p><div class="moz-cite-prefix">Am 03.11.25 um 10:12 schrieb Ana Hidden-Name:<br></div><blockquote type="cite" cite="mid:x@mail.example.com"><p>${quote}</p></blockquote>`,
  outlook: `<p>Fine!</p><hr><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri"><b>From:</b> Ana Hidden-Name &lt;ana@example.com&gt;<br><b>Sent:</b> Monday, November 3, 2025 10:12 AM<br><b>To:</b> Jane Hidden-Name &lt;jane.doe@example.com&gt;<br><b>Cc:</b> Hidden-Name, Other &lt;second@hidden.example.com&gt;<br><b>Subject:</b> Lunch</font></div><div>${quote}</div>`,
  outlookDesktop: `<p class="MsoNormal">Fine!</p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal"><b>Von:</b> Ana Hidden-Name<br><b>Gesendet:</b> Montag, 3. November 2025 10:12<br><b>An:</b> Jane Hidden-Name<br><b>Betreff:</b> Lunch</p></div><p>${quote}</p>`,
  yahoo: `<div>Fine!</div><div class="yahoo_quoted"><div>On Monday, November 3, 2025 at 10:12:11 AM GMT+1, Ana Hidden-Name &lt;ana@example.com&gt; wrote:</div><div><br></div><div>${quote}</div></div>`,
  thunderbirdForward: `<p>Fine!</p><table class="moz-email-headers-table"><tbody><tr><th>Subject: </th><td>Lunch</td></tr><tr><th>Date: </th><td>Mon, 3 Nov 2025 10:12:11 +0100</td></tr><tr><th>From: </th><td>Ana Hidden-Name <a href="mailto:ana@example.com">&lt;ana@example.com&gt;</a></td></tr><tr><th>To: </th><td>Jane Hidden-Name</td></tr></tbody></table><p>${quote}</p>`,
  mobile: `<div>Fine!</div><div>Ana Hidden-Name &lt;ana@example.com&gt; schrieb am Mo. 3. Nov. 2025 um 10:12:</div><blockquote>${quote}</blockquote>`,
};
export const quotedText = quote;
