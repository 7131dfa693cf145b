#include "scanner/repository_allowances.h"

#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace patrol {
void heed(Allowances&& allowances, Collector& collector) {
  if (allowances.empty()) return;
  collector.allow(allowances.fingerprints());
  const auto shared = std::make_shared<const Allowances>(std::move(allowances));
  collector.allow_places([shared](const BlobName& blob,
                                  const Detection& detection,
                                  std::string_view commit) {
    return shared->allows(blob.path, detection.begin.line, commit);
  });
}

std::vector<std::string> heed_files(const ReadTreeFile& read,
                                    Collector& collector) {
  std::vector<std::string> warnings;
  Allowances allowances;
  for (const std::string_view name : kAllowanceFiles) {
    const auto text = read(name);
    if (!text) {
      warnings.push_back(std::string(name) + ": " + text.error().message);
    } else if (*text) {
      allowances.add("", name, **text);
    }
  }
  heed(std::move(allowances), collector);
  return warnings;
}

}  // namespace patrol
