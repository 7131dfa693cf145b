// Why a scan should end before its time: a signal or --timeout. Everything
// that works for long looks at stop_requested() now and then; what was found
// by then is reported, marked as partial.
#pragma once

#include <atomic>

namespace patrol {

// Set once, never reset. A signal handler may set it.
std::atomic<bool>& stop_requested();

// From now on SIGINT, SIGTERM and SIGHUP request a stop; the second one ends
// the program at once, without a report. SIGPIPE is ignored: a reader that has
// seen enough (`| head`) is no error. Report files are unnamed until they are
// complete (report/output_file.h), so nothing is left behind either way.
void handle_signals();

// The signal that requested the stop; 0: none did.
int stopped_by_signal();

// Ends the program by that signal, so that the shell sees 128 + N.
// REQUIRES: stopped_by_signal() != 0.
[[noreturn]] void die_by_signal();

}  // namespace patrol
