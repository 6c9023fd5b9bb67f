package org.radiologytrust.checker;

import java.util.List;
import org.radiologytrust.checks.Rule;

/** A form in which the command says what it found. */
public interface Output {
  void print(List<Rule> rules, List<CheckedFile> files);
}
