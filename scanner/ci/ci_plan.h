// What `patrol ci` is to scan: what the user said, else what the CI says is
// new, else all files of HEAD.
//
//   --base A --head B  -> the commits of A..B
//   pull request, push -> those of base..head, if both are in the clone
//                         a base that is not: all files, and the scan is
//                         incomplete, since a secret that one of the commits
//                         added and another removed is not among them
//   a new branch       -> what the default branch has not; all that it reaches
//                         where that branch is not known
//   anything else      -> all files
//
// Clones of CI systems are shallow more often than not: that base is missing is
// the usual case, and the worst answer to it would be "nothing found". Nothing
// is fetched; patrol opens no connection.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "scanner/ci/ci_event.h"
#include "scanner/core/result.h"

namespace patrol {

enum class CiMode : std::uint8_t {
  kAuto,     // as above
  kDiff,     // what is new, or an error
  kTree,     // all files of HEAD
  kHistory,  // all that the repository has ever held
};

struct CiRequest {
  std::string repository = ".";
  CiMode mode = CiMode::kAuto;
  std::string base;  // as a user types a commit; empty: not said
  std::string head;  // likewise; HEAD, if there is a base
};

struct CiPlan {
  enum class What : std::uint8_t {
    kRange,    // the commits of base..head
    kReached,  // all commits up to head
    kTree,     // the files of head
    kHistory,
  };
  What what = What::kTree;
  std::string base;  // whole ids; empty where they do not matter
  std::string head;
  // Why what was asked for could not be had, as of something unread. Set: the
  // scan is incomplete, whatever it reads.
  struct Shortfall {
    std::string commit;  // as the CI or the user names it; not safe to print
    std::string reason;  // "shallow: ..."
  };
  std::optional<Shortfall> shortfall;
};

// The first words of the reason, where a deeper clone would help.
inline constexpr std::string_view kShallowReason = "shallow: ";

// Error: there is no repository, HEAD has no commit, the user's words name no
// commit, or --mode diff where nothing says what is new.
Result<CiPlan> plan_ci(const CiRequest& request, const CiEvent& event);

}  // namespace patrol
