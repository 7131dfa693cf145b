#include "scanner/packs/job_limit.h"

#include <tbb/global_control.h>

namespace patrol {

struct JobLimit::State {
  explicit State(unsigned jobs)
      : limit(tbb::global_control::max_allowed_parallelism, jobs) {}
  tbb::global_control limit;
};

JobLimit::JobLimit(unsigned jobs) {
  if (jobs != 0) state_ = std::make_unique<State>(jobs);
}
JobLimit::~JobLimit() = default;

}  // namespace patrol
