import Foundation
import PackagePlugin

/// Writes down, before each build, which commit a target is built from.
///
/// The manifest could ask for it too, but SwiftPM keeps what a manifest said until the manifest changes. The file is
/// touched only when it would say something else, and only the target's own code reads it: a new commit compiles one
/// file and links, no commit nothing.
@main struct CommitPlugin: BuildToolPlugin {
  /// The one command, by the shell and git; without git, or outside a checkout of this package, no commit is known.
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let output = context.pluginWorkDirectoryURL
    let package = context.package.directoryURL.path(percentEncoded: false)
    return [
      .prebuildCommand(
        displayName: "Noting the commit", executable: URL(filePath: "/bin/sh"),
        arguments: ["-c", Self.script, package, output.path(percentEncoded: false)],
        outputFilesDirectory: output)
    ]
  }

  /// `$0` is the package's folder, `$1` the folder of the file.
  private static let script = #"""
    cd "$0" || exit
    # A hook of git that builds would name another repository to it.
    unset $(git rev-parse --local-env-vars 2>/dev/null)
    commit=
    # A tarball within somebody's checkout is not of that one's commit: here must be its top.
    if top=$(git rev-parse --show-prefix 2>/dev/null) && [ -z "$top" ]; then
      commit=$(git rev-parse --verify --short HEAD 2>/dev/null)
    fi
    if [ -n "$commit" ]; then
      # Without a lock: it would be in the way of whoever commits meanwhile.
      changes=$(git --no-optional-locks status --porcelain --untracked-files=normal) || changes=?
      [ -z "$changes" ] || commit=$commit+changes
    fi
    file=$1/BuildInformation+Commit.swift
    text="extension BuildInformation {
      @inline(never) static func recordedCommit() -> StaticString { \"$commit\" }
    }"
    [ "$text" = "$(cat "$file" 2>/dev/null)" ] || printf '%s\n' "$text" >"$file"
    """#
}
