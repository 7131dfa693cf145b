#include "scanner/git/repository_format.h"

#include <gtest/gtest.h>

#include <string>

namespace patrol {
namespace {

Result<RepositoryFormat> format_of(const std::string& version,
                                   const std::string& extensions) {
  return repository_format(
      *ConfigText::parse("[core]\nrepositoryformatversion = " + version +
                         "\n[extensions]\n" + extensions));
}

std::string error_of(const std::string& version,
                     const std::string& extensions) {
  const auto format = format_of(version, extensions);
  return format ? "" : format.error().message;
}

TEST(RepositoryFormat, IsThatOfOldWithoutAConfiguration) {
  const auto format = repository_format(ConfigText());
  ASSERT_TRUE(format);
  EXPECT_EQ(format->hash, HashKind::kSha1);
  EXPECT_EQ(format->refs, RefStorage::kFiles);
  EXPECT_FALSE(format->is_partial);
  EXPECT_FALSE(format->has_work_tree_config);
}

TEST(RepositoryFormat, KnowsTheHash) {
  EXPECT_EQ(format_of("1", "objectFormat = sha256")->hash, HashKind::kSha256);
  EXPECT_EQ(format_of("1", "objectFormat = sha1")->hash, HashKind::kSha1);
  EXPECT_EQ(error_of("1", "objectFormat = sha512"),
            "cannot read: extensions.objectformat");
  EXPECT_EQ(error_of("1", "objectFormat"),
            "cannot read: extensions.objectformat");
}

TEST(RepositoryFormat, KnowsWhereReferencesAre) {
  EXPECT_EQ(format_of("1", "refStorage = files")->refs, RefStorage::kFiles);
  for (const char* reftable : {"reftable", "reftable:///elsewhere"}) {
    EXPECT_EQ(format_of("1", std::string("refStorage = ") + reftable)->refs,
              RefStorage::kReftable);
  }
  EXPECT_EQ(error_of("1", "refStorage = files:///elsewhere"),
            "cannot read: extensions.refstorage");
}

TEST(RepositoryFormat, KnowsAPartialClone) {
  EXPECT_TRUE(format_of("1", "partialClone = origin")->is_partial);
  EXPECT_TRUE(format_of("0", "partialClone = origin")->is_partial);
}

TEST(RepositoryFormat, KnowsAWorkTreesOwnConfiguration) {
  EXPECT_TRUE(format_of("1", "worktreeConfig = yes")->has_work_tree_config);
  EXPECT_FALSE(format_of("1", "worktreeConfig = no")->has_work_tree_config);
}

TEST(RepositoryFormat, PassesExtensionsThatChangeNothingHere) {
  for (const char* name :
       {"preciousObjects", "noop", "noop-v1", "relativeWorktrees",
        "compatObjectFormat", "submodulePathConfig"}) {
    EXPECT_EQ(error_of("1", name), "") << name;
  }
}

TEST(RepositoryFormat, NamesTheExtensionThatItDoesNotKnow) {
  EXPECT_EQ(error_of("1", "noop = 1\nFoo = 1"), "cannot read: extensions.foo");
}

TEST(RepositoryFormat, HeedsUnknownExtensionsOfVersion0AsLittleAsGit) {
  EXPECT_EQ(error_of("0", "foo = 1"), "");
}

TEST(RepositoryFormat, RefusesInVersion0WhatGitRefuses) {
  EXPECT_EQ(
      error_of("0", "objectFormat = sha256"),
      "cannot read: extensions.objectformat in a repository of version 0");
}

TEST(RepositoryFormat, RefusesOtherVersions) {
  for (const char* version : {"2", "-1", "x", ""}) {
    EXPECT_EQ(error_of(version, ""),
              "cannot read: core.repositoryformatversion")
        << version;
  }
}

}  // namespace
}  // namespace patrol
