package org.radiologytrust.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;

/**
 * Parsers of JSON whose size was limited before. A string or number in it may be as long as the
 * text: a report with a PDF has strings of megabytes.
 */
public final class SizedJson {
  private SizedJson() {}

  /** To be finished. Objects and arrays are nested as deep as Jackson allows by default. */
  public static JsonFactoryBuilder builder() {
    return builder(StreamReadConstraints.DEFAULT_MAX_DEPTH);
  }

  /**
   * The same.
   *
   * @param depth how deep objects and arrays may be nested
   */
  public static JsonFactoryBuilder builder(int depth) {
    return (JsonFactoryBuilder)
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(depth)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build());
  }
}
