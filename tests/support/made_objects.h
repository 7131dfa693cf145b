// Objects that a test makes up, such as no git would write.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/packs/object_source.h"

namespace patrol {

class MadeObjects : public ObjectSource {
 public:
  struct Entry {
    std::string mode;
    std::string name;
    ObjectId id;
  };

  // Not named by its contents, but by when it was made: so they can be wrong.
  ObjectId add(ObjectKind kind, std::string bytes) {
    ObjectId id;
    const auto number = static_cast<std::uint32_t>(objects_.size() + 1);
    for (std::size_t i = 0; i < 4; ++i) {
      id.bytes[i] = static_cast<std::uint8_t>(number >> (24 - 8 * i));
    }
    objects_[id] = Object{kind, std::move(bytes)};
    return id;
  }
  ObjectId add_blob(std::string bytes) {
    return add(ObjectKind::kBlob, std::move(bytes));
  }
  ObjectId add_tree(const std::vector<Entry>& entries) {
    std::string bytes;
    for (const Entry& entry : entries) {
      bytes += entry.mode + " " + entry.name + '\0';
      bytes.append(reinterpret_cast<const char*>(entry.id.bytes.data()),
                   id_size(HashKind::kSha1));
    }
    return add(ObjectKind::kTree, std::move(bytes));
  }
  void remove(const ObjectId& id) { objects_.erase(id); }

  Result<Object> read(const ObjectId& id) const override {
    const auto found = objects_.find(id);
    if (found == objects_.end()) return Error{"missing"};
    return found->second;
  }

 private:
  std::map<ObjectId, Object> objects_;
};

}  // namespace patrol
