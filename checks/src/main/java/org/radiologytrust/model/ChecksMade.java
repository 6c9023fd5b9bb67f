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
 * @param quiet ids of checks whose flags were shown to nobody
 * @param off ids of checks that did not run
 */
public record ChecksMade(
    String data,
    List<String> finished,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean told,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> quiet,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> off) {
  public ChecksMade {
    finished = List.copyOf(finished);
    // older versions stored none
    quiet = quiet == null ? List.of() : List.copyOf(quiet);
    off = off == null ? List.of() : List.copyOf(off);
  }

  /** Of a report that names nobody who was told, with no check quiet or off. */
  public ChecksMade(String data, List<String> finished) {
    this(data, finished, false, List.of(), List.of());
  }
}
