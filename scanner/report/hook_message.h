// What a hook says, on standard error: git shows it to whoever commits or
// pushes. Nothing where nothing was found.
//
//   patrol: 2 secrets in what is staged: nothing was committed
//     src/config.py:14:11  github-pat  ghp_…wX2f
//     deploy/.env:3:9  aws-access-key-pair  AKI…7Q
//   Take them out and stage again, ...
//
// Secrets are redacted, whatever else was asked for: it ends up in logs.
#pragma once

#include <iosfwd>
#include <string_view>

#include "scanner/report/format.h"

namespace patrol {

// How the message goes on where something is in the way.
struct HookWording {
  std::string_view place;         // "in what is staged"
  std::string_view blocked;       // "nothing was committed"
  std::string_view advice;        // lines
  std::string_view if_no_secret;  // lines that follow; empty: nothing to say
};

// `is_blocked`: the hook stops what git is about to do.
void write_hook_message(const ReportInput& input, const HookWording& wording,
                        bool is_blocked, std::ostream& out);

}  // namespace patrol
