package org.radiologytrust.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * The checks that finished, and with what data: only what two audits checked alike can be compared.
 *
 * @param data hash of the site's own word lists and tables, in hexadecimal; with the version of the
 *     product it stands for all that the checks know
 * @param finished their ids, in the order in which they ran
 * @param told whether the report says that somebody was told of a result
 */
public record ChecksMade(
    String data,
    List<String> finished,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean told) {
  public ChecksMade {
    finished = List.copyOf(finished);
  }

  /** Of a report that names nobody who was told. */
  public ChecksMade(String data, List<String> finished) {
    this(data, finished, false);
  }
}
