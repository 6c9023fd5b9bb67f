package org.radiologytrust.lab.results;

import java.util.List;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.ClaimType;

/**
 * A claim from the claims step.
 *
 * @param start offset in the report's canonical text, in code points, from 0
 * @param end exclusive
 */
public record GivenClaim(int start, int end, ClaimType type, String text) {
  /** The claims of an audit, in order. */
  public static List<GivenClaim> of(Audit audit) {
    return audit.claims().stream()
        .map(k -> new GivenClaim(k.span().start(), k.span().end(), k.type(), k.text()))
        .toList();
  }
}
