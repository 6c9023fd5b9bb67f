package org.radiologytrust.feature;

import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.files.SiteFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what people are to know of the site's own data files: in the log of a start, and to the
 * doctor.
 */
public final class SiteFilesFeature implements Feature {
  private static final Logger LOG = LoggerFactory.getLogger(SiteFilesFeature.class);
  private static final String NAME = "files";

  private final SiteFiles files;

  /**
   * @param files after the features that read them were created
   */
  public SiteFilesFeature(SiteFiles files) {
    this.files = files;
  }

  @Override
  public List<SelfCheck> checks() {
    return List.of(SelfCheck.doctor(NAME, this::results));
  }

  private List<SelfCheckResult> results() {
    List<SelfCheckResult> results = new ArrayList<>();
    for (String warning : files.warnings()) {
      results.add(new SelfCheckResult(NAME, SelfCheckResult.State.WARNING, warning));
    }
    if (results.isEmpty() && files.hasFolder()) {
      results.add(SelfCheckResult.ok(NAME, "valid"));
    }
    return results;
  }

  @Override
  public void started(Host host) {
    files.warnings().forEach(LOG::warn);
  }
}
