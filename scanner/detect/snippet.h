// The line around a secret, with every secret in it masked.
#pragma once

#include <string_view>
#include <vector>

#include "scanner/core/finding.h"

namespace patrol {

// `secrets`: every secret known in `text`, sorted by begin. The line of
// secrets[i] around it, at most kSnippetSide bytes to each side, never
// splitting a UTF-8 sequence; of the other secrets that reach into it, no byte
// is shown.
Snippet make_snippet(std::string_view text, const std::vector<Span>& secrets,
                     std::size_t i);

}  // namespace patrol
