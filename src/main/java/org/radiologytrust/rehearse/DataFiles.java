package org.radiologytrust.rehearse;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.radiologytrust.journal.rehearsal.DataKind;
import org.radiologytrust.model.Texts;
import org.radiologytrust.process.ProductVersion;

/** The hash of what is rehearsed and signed. */
public final class DataFiles {
  private DataFiles() {}

  /**
   * Hash of what was rehearsed, in hexadecimal: of the files' names and texts, or of a version with
   * its commit.
   */
  public static String sha256(DataKind kind, Map<String, String> files) {
    return kind == DataKind.RELEASE
        ? Texts.sha256("release|" + ProductVersion.withCommit())
        : Texts.sha256(
            new TreeMap<>(files)
                .entrySet().stream()
                    .map(file -> file.getKey() + "|" + Texts.sha256(file.getValue()))
                    .collect(Collectors.joining("|", kind.code() + "|", "")));
  }
}
