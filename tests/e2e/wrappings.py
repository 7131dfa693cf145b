"""What tokens wear: a text in, the same text as some file writes it."""

import base64
import textwrap


def _base64(text):
    return base64.b64encode(text.encode()).decode()


def _in_lines(text, indent='', width=64, end='\n'):
    return (end + indent).join(textwrap.wrap(text, width))


def _wide(text):
    return base64.b64encode(text.encode('utf-16-le')).decode()


def _percent_special(text):
    return ''.join(c if c.isalnum() else f'%{ord(c):02X}' for c in text)


# Wrappings in which the token stands as it is: nothing needs to be decoded.
PLAIN = {
    'raw': lambda t: t,
    'json escape ahead': lambda t: '\\n' + t,
    'xml entity ahead': lambda t: '&quot;' + t + '&quot;',
}

# Wrapping -> the encodings that a report names, outermost first.
ENCODED = {
    'percent, all': (lambda t: ''.join(f'%{ord(c):02x}' for c in t),
                     ['percent']),
    'json, all': (lambda t: ''.join(f'\\u{ord(c):04x}' for c in t),
                  ['backslash-escapes']),
    'C hex, all': (lambda t: ''.join(f'\\x{ord(c):02X}' for c in t),
                   ['backslash-escapes']),
    'octal, all': (lambda t: ''.join(f'\\{ord(c):03o}' for c in t),
                   ['backslash-escapes']),
    'entities, decimal': (lambda t: ''.join(f'&#{ord(c)};' for c in t),
                          ['xml-entities']),
    'entities, hex': (lambda t: ''.join(f'&#x{ord(c):X};' for c in t),
                      ['xml-entities']),
    'base64': (_base64, ['base64']),
    'base64 :T': (lambda t: _base64(':' + t), ['base64']),
    'base64 user:T': (lambda t: _base64('user:' + t), ['base64']),
    'base64 PAT:T': (lambda t: _base64('PAT:' + t), ['base64']),
    'base64 unpadded': (lambda t: _base64('x:' + t).rstrip('='), ['base64']),
    'base64 URL-safe': (
        lambda t: base64.urlsafe_b64encode(f'??>{t}'.encode()).decode(),
        ['base64']),
    'base64 in a URL': (lambda t: _base64(':' + t).replace('=', '%3D'),
                        ['base64']),
    'base64 in lines': (lambda t: _in_lines(_base64('user:' + t), '    '),
                        ['base64']),
    'base64 in lines of CR LF': (
        lambda t: _in_lines(_base64('user:' + t), width=76, end='\r\n'),
        ['base64']),
    'base64 in written lines': (
        lambda t: _in_lines(_base64('user:' + t), end='\\n'), ['base64']),
    'base64 in other text': (
        lambda t: _base64(f'# settings\nuser = a\npat = {t}\nend = 1\n'),
        ['base64']),
    'base64 of other characters': (
        lambda t: _base64(f'# Schlüssel für große Läufe: {t} – fertig'),
        ['base64']),
    'PowerShell': (_wide, ['base64', 'utf-16le']),
    'PowerShell command': (
        lambda t: _wide(f'$pat = "{t}"; Invoke-RestMethod -Uri $url'),
        ['base64', 'utf-16le']),
    'hex': (lambda t: t.encode().hex(), ['hex']),
    'hex, upper case': (lambda t: t.encode().hex().upper(), ['hex']),
}

# Wrappings that close the literal they stand in, by its quote.
JOINED = {
    'C': lambda t, q: f'{t[:20]}{q} {q}{t[20:]}',
    'C over lines': lambda t, q: f'{t[:20]}{q}\n    {q}{t[20:]}',
    'JavaScript': lambda t, q: f'{t[:20]}{q} + {q}{t[20:30]}{q} + {q}{t[30:]}',
    'C# over lines': lambda t, q: f'{t[:20]}{q} +\n        {q}{t[20:]}',
    'JavaScript over lines': lambda t, q: f'{t[:20]}{q}\n  + {q}{t[20:]}',
    'PHP': lambda t, q: f'{t[:33]}{q} . {q}{t[33:]}',
    'Visual Basic': lambda t, q: f'{t[:40]}{q} & _\n  {q}{t[40:]}',
    'shell': lambda t, q: f'{t[:20]}\\\n{t[20:]}',
}
