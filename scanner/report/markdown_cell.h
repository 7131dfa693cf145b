// Foreign text as part of a cell of a table in Markdown: nothing of it has a
// meaning there, and it is one line.
#pragma once

#include <string>
#include <string_view>

namespace patrol {

std::string markdown_cell(std::string_view untrusted);

}  // namespace patrol
