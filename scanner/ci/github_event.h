// What GitHub Actions says of the event that started a run: JSON in the file
// that GITHUB_EVENT_PATH names, as a webhook would get it.
//
//   pull_request    pull_request.base.sha .. pull_request.head.sha
//                   GITHUB_SHA is another commit: their merge, made for the run
//   push            before .. after; before is zeros for a new branch, and a
//                   commit that is nowhere any more for one that was forced:
//                   then what the default branch has not
//   merge_group     merge_group.base_sha .. merge_group.head_sha
//   schedule, ...   nothing is new: all files are meant
//
// https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
#pragma once

#include "scanner/ci/ci_event.h"

namespace patrol {

// By GITHUB_EVENT_NAME and that file.
CiEvent github_event(const CiInputs& inputs);

}  // namespace patrol
