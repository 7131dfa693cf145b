// What patrol says about its own work: on standard error "patrol: ...", one
// line, safe to print whatever it names; on standard output what a command was
// asked for that scans nothing.
#pragma once

#include <string_view>

#include "scanner/report/output_file.h"

namespace patrol {

// Says why nothing was done. Returns the exit status for that.
int fail(std::string_view message);

void warn(std::string_view message);

// What goes on, for whoever reads the log of it.
void say(std::string_view message);

// Writes to standard output. Returns the exit status: a reader that went away
// is no error, a disk that is full is.
int print(const WriteBody& body);

}  // namespace patrol
