// Runs another program and takes what it says.
//
// It is started without a shell and without a terminal, in a session of its
// own, with /dev/null for standard input and no open file of ours; it does not
// outlive the call.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "scanner/core/result.h"

namespace patrol {

// What running it may cost.
struct ProgramLimits {
  std::size_t most_output = std::size_t{1} << 30;
  std::chrono::milliseconds time = std::chrono::seconds(60);
};

// Its standard output. `command`: an absolute path, and the arguments.
// `environment`: "NAME=value". Error: it cannot be started, fails (with the
// first line of what it says about it), says too much or takes too long; goes
// on from the name of the program: " fails: no such ref".
Result<std::string> run_program(std::vector<std::string> command,
                                std::vector<std::string> environment,
                                const ProgramLimits& limits = ProgramLimits());

}  // namespace patrol
