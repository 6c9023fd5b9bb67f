package org.radiologytrust.ingest.hl7.mapping;

import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the mappings of the facilities again when their files change. The route {@code
 * site-mappings} calls this bean at intervals. While a file is not valid, all are used as they were
 * before.
 */
public final class SiteMappings {
  private static final Logger LOG = LoggerFactory.getLogger(SiteMappings.class);

  private final Supplier<MappingSet> files;
  private volatile MappingSet current;
  private volatile Optional<String> problem = Optional.empty();

  /**
   * Reads the files.
   *
   * @param files reads them; throws {@link IllegalArgumentException} when one is not valid
   * @throws IllegalArgumentException naming the file and line that is not valid
   */
  public SiteMappings(Supplier<MappingSet> files) {
    this.files = files;
    this.current = files.get();
  }

  /** Reads the files again. */
  public synchronized void read() {
    try {
      MappingSet now = files.get();
      if (!now.equals(current)) {
        LOG.info("Site mappings changed: {}", now);
        current = now;
      }
      problem = Optional.empty();
    } catch (IllegalArgumentException e) {
      if (!problem.equals(Optional.of(e.getMessage()))) {
        LOG.error("{}: the site mappings are used as they were before", e.getMessage());
      }
      problem = Optional.of(e.getMessage());
    }
  }

  /** The mappings as they were read last; a message is read by one of them. */
  public MappingSet current() {
    return current;
  }

  /** What is wrong with the files since they were read last; empty when nothing is. */
  public Optional<String> problem() {
    return problem;
  }
}
