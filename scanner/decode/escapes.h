// Single characters written in another way.
//
//   kBackslashEscapes  JSON, C and their kin, .properties, Markdown:
//                      \u002b \x2b \053 \/ \= \_ and a backslash before the
//                      end of a line
//   kPercentEscapes    URLs: %2B
//   kXmlEntities       XML and HTML: &amp; &#43; &#x2b;
//
// A quote is no part of a token, so \" alone is no reason to read a text
// again: the rules' expressions see it as it stands.
//
// Sources: RFC 8259 section 7, C23 6.4.4.4, java.util.Properties.load,
// RFC 3986 section 2.1, XML 1.0 section 4.
#pragma once

#include "scanner/decode/decoder.h"

namespace patrol {

extern const Decoder kBackslashEscapes;
extern const Decoder kPercentEscapes;
extern const Decoder kXmlEntities;

}  // namespace patrol
