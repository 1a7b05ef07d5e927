/** What ordinary mails say in their headers: charsets with some text in each, subjects and how they read, and writers. */
export const charsets: readonly (readonly [charset: string, base64: string])[] = [
  ['gb18030', 'xOO6w6OssaSjrM7Sw8fW3MvEtfvE4LW5y/2jrA=='],
  ['shift_jis', 'grGC8YLJgr+CzYFCl22Ck5T6joqCyYl5gqKC3IK3gUI='],
  ['euc-kr', 'vsiz58fPvLy/5C4gtbq9w78gtb+/wLytILi4s7PBpC4='],
  ['iso-2022-jp', 'GyRCJDMkcyRLJEEkTxsoQg0KGyRCTFpNS0Z8JEsycSQkJF4kORsoQg=='],
  ['windows-1251', 'z/Do4uXyISDC8fLw5fLo7PH/IOIg9+Xy4uXw4y4='],
  ['koi8-r', '8NLJ18XUISD30/TS5dTJzdPR'],
  ['iso-8859-1', 'R3L832UgYXVzIEv2bG4h'],
  ['windows-1252', 'SZJkIGxvdmUgdG8gliCTb2uUIIA='],
  ['big5', 'p0GmbqFB'],
  ['euc-jp', 'pLOk86TLpMGkzw=='],
  ['iso-8859-2', 'uvO/5rTx'],
  ['windows-1256', '483h5O8='],
  ['tis-620', 'ysfRyrTV'],
];

export const subjects: readonly (readonly [written: string, read: string])[] = [
  ['=?iso-8859-1?Q?Gr=FC=DFe?=', 'Grüße'],
  ['=?ISO-2022-JP?B?GyRCJDMkcyRLJEEkTxsoQg==?=', 'こんにちは'],
  ['=?gb2312?B?xOO6ww==?=', '你好'],
  ['=?koi8-r?B?8NLJ18XU?=', 'Привет'],
  ['=?UTF-8?B?8J+YgA==?= hello', '😀 hello'],
  ['Re: RE: AW: hi', 'Re: hi'],
  ['[list] hi (was: other)', '[list] hi (was: other)'],
  ['=?utf-8?Q?a_b?= =?utf-8?Q?_c?=', 'a b c'],
  ['=?x-unknown?Q?abc?=', 'abc'],
  ['=?utf-8?Q?broken', '=?utf-8?Q?broken'],
  ['50% = half', '50% = half'],
];

export const writers: readonly string[] = [
  'canary.q7x9@example.org',
  '"Ana, Painter" <canary.q7x9@example.org>',
  'Ana (painter) <canary.q7x9@example.org>',
  '=?utf-8?Q?An=C3=A4?= <canary.q7x9@example.org>',
  '"=?utf-8?Q?An=C3=A4?=" <canary.q7x9@example.org>',
  'Ana O. <Canary.Q7x9@EXAMPLE.ORG>',
  'canary.q7x9@example.org (Ana)',
  "Ana O'Neil <canary.q7x9@example.org>",
  '"canary.q7x9@example.org" <canary.q7x9@example.org>',
  '"Ana" (x) <canary.q7x9+tag@example.org>',
  'Ana\r\n <canary.q7x9@example.org>',
  '=?utf-8?B?8J+YgA==?= =?utf-8?B?8J+YgA==?=\r\n <canary.q7x9@example.org>',
  '<canary.q7x9@example.org>',
  'canaryq7x9@gmail.com',
];
