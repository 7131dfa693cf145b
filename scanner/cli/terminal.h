// Whether to colour and to draw, by what the user said, by the conventions of
// the environment (no-color.org, CLICOLOR), and by where the output goes.
#pragma once

#include <cstddef>

#include "scanner/cli/options.h"

namespace patrol {

enum class Stream { kOut = 1, kErr = 2 };

bool use_color(When when, Stream stream);

// A progress line on standard error: on a terminal that can redraw a line, and
// not in a CI, whose log would keep every redraw.
bool use_progress(When when);

// Columns of the terminal, or 80.
std::size_t terminal_width(Stream stream);

}  // namespace patrol
