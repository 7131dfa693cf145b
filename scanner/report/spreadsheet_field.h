// Foreign text as a field of CSV.
//
// A spreadsheet runs what starts with one of = + - @, a tab or a line end, and
// older ones what starts with | or %, quoted or not; a file may be called
// "=cmd|…". Such a field gets an apostrophe in front, as OWASP advises
// (https://owasp.org/www-community/attacks/CSV_Injection). All text passes
// printable(), so each line is one record.
#pragma once

#include <string>
#include <string_view>

namespace patrol {

std::string spreadsheet_field(std::string_view untrusted);

}  // namespace patrol
