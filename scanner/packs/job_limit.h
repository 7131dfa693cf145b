// How many threads walks of objects take.
#pragma once

#include <memory>

namespace patrol {

// While it lives, walks take no more threads. 0: as many as there are cores.
class JobLimit {
 public:
  explicit JobLimit(unsigned jobs);
  ~JobLimit();
  JobLimit(const JobLimit&) = delete;
  JobLimit& operator=(const JobLimit&) = delete;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace patrol
