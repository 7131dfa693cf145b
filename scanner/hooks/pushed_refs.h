// What a push changes, as git tells its hooks on standard input:
//
//   pre-push      refs/heads/topic 91d2.. refs/heads/topic 3f0c..
//                 (what is here, its id; what is there, its id)
//   pre-receive   3f0c.. 91d2.. refs/heads/topic
//                 (old id, new id, name)
//
// An id of zeros is none: a new reference, or one that is deleted. And from
// that the commits that the other side has not.
//
// The formats: githooks(5).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/core/result.h"
#include "scanner/history.h"

namespace patrol {

struct PushedRef {
  std::string name;    // where it goes to
  std::string old_id;  // what is there; empty: nothing
  std::string new_id;  // what will be; empty: it is deleted
};

// Error: a line is not of that form.
Result<std::vector<PushedRef>> parse_pre_push(std::string_view lines);
Result<std::vector<PushedRef>> parse_pre_receive(std::string_view lines);

// What is pushed to `remote` and is not there as far as is known here: what its
// references were when it was fetched from, and what it says now. A remote
// that is no name but a URL is known by the latter alone.
CommitRange commits_pushed_to(const std::string& remote,
                              const std::vector<PushedRef>& refs);

// What is received and no reference leads to so far.
CommitRange commits_received(const std::vector<PushedRef>& refs);

}  // namespace patrol
