package org.radiologytrust.model;

import java.util.List;

/**
 * The checks that finished, and with what data: only what two audits checked alike can be compared.
 *
 * @param data hash of the site's own word lists and tables, in hexadecimal; with the version of the
 *     product it stands for all that the checks know
 * @param finished their ids, in the order in which they ran
 */
public record ChecksMade(String data, List<String> finished) {
  public ChecksMade {
    finished = List.copyOf(finished);
  }
}
