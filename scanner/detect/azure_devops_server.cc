#include "scanner/detect/azure_devops_server.h"

#include <algorithm>
#include <vector>

#include "scanner/core/ascii.h"

namespace patrol {
namespace {

constexpr std::string_view kScheme = "https://";
constexpr std::size_t kLongestSegment = 64;
constexpr std::size_t kMostSegments = 6;

// What Azure DevOps alone has in its paths.
constexpr std::string_view kMarks[] = {"_git", "_packaging", "_apis", "_build",
                                       "_workitems"};
constexpr std::string_view kDefault = "DefaultCollection";
constexpr std::string_view kOldRoot = "tfs";
constexpr std::string_view kCloud[] = {"dev.azure.com", ".visualstudio.com"};

bool is_segment_byte(char c) {
  return is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '%';
}

std::string_view take_while(std::string_view text, bool (*is)(char)) {
  const auto end = std::ranges::find_if_not(text, is);
  return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

bool is_host_byte(char c) {
  return is_alnum(c) || c == '.' || c == '-' || c == ':' || c == '@';
}

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> out;
  while (path.starts_with('/') && out.size() < kMostSegments) {
    const std::string_view segment =
        take_while(path.substr(1), is_segment_byte);
    if (segment.empty() || segment.size() > kLongestSegment) break;
    out.push_back(segment);
    path.remove_prefix(1 + segment.size());
  }
  return out;
}

bool is_mark(std::string_view segment) {
  return std::ranges::find(kMarks, segment) != std::end(kMarks);
}

// `rest` follows "https://". Without a collection: it is no such server.
std::optional<AzureDevOpsServer> server_at(std::string_view rest) {
  std::string_view host = take_while(rest, is_host_byte);
  const auto path = segments(rest.substr(host.size()));
  host.remove_prefix(host.rfind('@') + 1);  // a user; npos + 1 is 0
  const bool is_cloud = std::ranges::any_of(
      kCloud,
      [&](std::string_view cloud) { return lowered(host).ends_with(cloud); });
  if (is_cloud || host.empty()) return std::nullopt;
  const bool has_root = !path.empty() && path[0] == kOldRoot;
  const std::size_t first = has_root ? 1 : 0;
  if (path.size() <= first || is_mark(path[first])) return std::nullopt;
  const auto mark = std::ranges::find_if(path, is_mark);
  const auto at = static_cast<std::size_t>(mark - path.begin());
  if (mark == path.end() && path[first] != kDefault) return std::nullopt;
  AzureDevOpsServer out{std::string(kScheme) + lowered(host)};
  for (std::size_t i = 0; i <= first; ++i) {
    out.collection.append("/").append(path[i]);
  }
  if (at > first + 1) out.project = path[first + 1];
  if (mark != path.end() && *mark == "_packaging" && at + 1 < path.size()) {
    out.feed = path[at + 1];
  }
  return out;
}

}  // namespace

std::optional<AzureDevOpsServer> find_azure_devops_server(std::string_view text,
                                                          Span secret) {
  std::optional<AzureDevOpsServer> nearest;
  std::uint64_t least = UINT64_MAX;
  for (std::size_t at = text.find(kScheme); at != text.npos;
       at = text.find(kScheme, at + 1)) {
    const std::uint64_t away =
        at < secret.begin ? secret.begin - at : at - secret.begin;
    if (away >= least) continue;
    auto server = server_at(text.substr(at + kScheme.size()));
    if (!server) continue;
    nearest = std::move(server);
    least = away;
  }
  return nearest;
}

}  // namespace patrol
