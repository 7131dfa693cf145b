// Keeps what is printed in a CI's log from being obeyed. The log's reader takes
// lines for commands, whoever wrote them:
//
//   ::error file=x::text        GitHub Actions: at the start of a line, white
//                               space before it does not count
//   ##[error]text               GitHub Actions, Azure Pipelines: anywhere
//   ##vso[task.setvariable …]   Azure Pipelines: anywhere
//
// and a file may be called so. Reports take care of that themselves, each in
// its own way (report/printable.h); this is the one place that all of them pass
// in a CI. It puts a blank into what would be obeyed, "::" becomes ": :", and
// lets everything else through, so that of a report that is careful nothing
// changes. What patrol itself says to the CI goes around it.
//
// A blank, and not a character without width: .NET finds "##vso[" in a text
// that has such characters in it, too.
//
// https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
#pragma once

#include <streambuf>

namespace patrol {

class LogGuard : public std::streambuf {
 public:
  // Passes on to `log`, which must outlive it. Keeps nothing back.
  explicit LogGuard(std::streambuf& log) : log_(log) {}

 protected:
  int_type overflow(int_type c) override;
  int sync() override { return log_.pubsync(); }

 private:
  bool would_be_obeyed(char c) const;
  void remember(char c);

  std::streambuf& log_;
  bool is_at_start_ = true;  // the line has nothing but what may be white space
                             // and at most one colon behind it
  unsigned hashes_ = 0;      // "#" in a row up to here
  bool has_colon_ = false;   // the last one was ':'
};

}  // namespace patrol
