package org.radiologytrust.pipeline.words;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.Report;

/** Tells which claims speak of a change since an earlier study, by the words of change.yaml. */
public final class ComparingClaims {
  private static final String FILE = "change.yaml";

  private record Words(List<String> change) {}

  private final ListedWords change;

  /**
   * @throws IllegalArgumentException naming the word list that is not valid
   */
  public ComparingClaims(SiteFiles files) {
    change = new ListedWords(files.words(FILE, new TypeReference<Words>() {}).change());
  }

  public boolean compares(Claim claim) {
    return change.in(claim.text());
  }

  /** Whether any claim of a report can compare. */
  public boolean mayCompare(Report report) {
    return change.in(report.text());
  }
}
