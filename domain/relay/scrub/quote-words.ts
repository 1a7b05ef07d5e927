/** How mail programs say who wrote what they quote, in the languages that our members' programs speak. */

/** `On … wrote:` – the words that say so. */
export const wroteWords =
  /(?<![\p{L}\p{M}])(?:wrote|writes|schrieb|schreibt|a écrit|écrivait|escribió|escreveu|ha scritto|scrive|schreef|napisał(?:\(a\)|a)?|pisze|napsal(?:\(a\)|a)?|skrev|kirjoitti|írta|a scris|пишет|написал(?:\(а\)|а)?|пише|написав(?:\(ла\)|ла)?|έγραψε|şunu yazdı|yazdı|כתב\/ה|כתבה?|كتب|تمت كتابة ما يلي)(?![\p{L}\p{M}])|写道|寫道|님이 작성|のメール/iu;

/** How such a line begins. */
export const leadWords =
  /^(?:on|am|le|el|em|il|op|dne|den|dnia|w dniu|на|в|пн|вт|ср|чт|пт|сб|вс|mon|tue|wed|thu|fri|sat|sun|pon|wt|śr|czw|pt|sob|niedz|în|στις|בתאריך|في|在|ke|ma|ti|to|pe|la|su)(?![\p{L}\p{M}])|^\d{4}[年.\-/년]/iu;

/** A day with its year, or an hour with its minutes. */
export const moments = /(?<!\d)(?:20\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}[:.h時时시]\s?\d{2})(?!\d)/gu;

export type HeaderKind = 'from' | 'mailbox' | 'date' | 'subject';

const labels: Readonly<Record<HeaderKind, string>> = {
  from: `from|von|de|da|van|od|från|fra|lähettäjä|от|від|kimden|gönderen|feladó|差出人|送信者|发件人|寄件者|寄件人|보낸 사람|보낸사람|מאת|من|από`,
  mailbox: `to|cc|bcc|reply-to|reply to|sender|mail to|an|kopie|blindkopie|antwort an|à|pour|répondre à|copie à|para|cco|responder a|a|ccn|
    rispondi a|aan|beantwoorden|do|dw|komu|kopia|kopie|till|til|svar til|vastaanottaja|kopio|кому|копия|копія|kime|bilgi|címzett|宛先|收件人|抄送|
    收件者|副本|密件副本|받는 사람|받는사람|참조|אל|עותק|إلى|نسخة|προς|κοιν`,
  date: `date|sent|gesendet|datum|envoyé|date d’envoi|fecha|enviado|enviado el|enviada em|data|inviato|verzonden|wysłano|odesláno|skickat|
    sendt|dato|päivämäärä|lähetetty|дата|отправлено|надіслано|tarih|gönderildi|gönderme tarihi|elküldve|日時|送信日時|日期|发送时间|發送時間|
    寄件日期|날짜|보낸 날짜|תאריך|נשלח|التاريخ|تاريخ الإرسال|ημερομηνία`,
  subject: `subject|betreff|objet|asunto|assunto|oggetto|onderwerp|temat|předmět|ämne|emne|aihe|тема|konu|tárgy|件名|主题|主旨|主題|제목|נושא|
    الموضوع|θέμα`,
};

const kinds: ReadonlyMap<string, HeaderKind> = new Map(
  (Object.entries(labels) as [HeaderKind, string][]).flatMap(([kind, names]) =>
    names.split('|').map((name) => [name.trim().toLowerCase(), kind] as const),
  ),
);

export interface LabelledLine {
  readonly kind: HeaderKind;
  /** With what stands around it: `*From:* `. */
  readonly label: string;
  readonly value: string;
}

/** A line of the header of a quote, however emphasised. */
export const labelled = (line: string): LabelledLine | undefined => {
  const found = /^[\s*_]{0,6}([^\s*_:：][^*_:：\n]{0,24})[\s*_]{0,4}[:：][*_]{0,2}\s{0,8}/u.exec(line);
  const kind = found?.[1] === undefined ? undefined : kinds.get(found[1].trim().toLowerCase());
  if (found === null || kind === undefined) return undefined;
  return { kind, label: found[0].trimEnd(), value: line.slice(found[0].length).trim() };
};
