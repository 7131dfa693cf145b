// Whom a walk over commits meets next: the newest, and of several with one date
// the one that came first.
#pragma once

#include <cstdint>
#include <queue>
#include <tuple>

namespace patrol {

template <typename Value>
class ByDate {
 public:
  void push(std::int64_t date, Value value) {
    queue_.push({date, pushed_++, value});
  }
  // REQUIRES: !empty(), as newest() does.
  Value pop() {
    const Value value = queue_.top().value;
    queue_.pop();
    return value;
  }
  std::int64_t newest() const { return queue_.top().date; }
  bool empty() const { return queue_.empty(); }

 private:
  struct Entry {
    std::int64_t date;
    std::uint64_t order;
    Value value;
    bool operator<(const Entry& other) const {  // it is met later
      return std::tie(date, other.order) < std::tie(other.date, order);
    }
  };
  std::priority_queue<Entry> queue_;
  std::uint64_t pushed_ = 0;
};

}  // namespace patrol
