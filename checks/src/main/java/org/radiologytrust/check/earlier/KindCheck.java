package org.radiologytrust.check.earlier;

import java.util.Set;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.base.CheckInput;

/** A check that compares with earlier reports on the same part or kind of images. */
abstract class KindCheck implements Check {
  @Override
  public Set<CheckInput> needs() {
    return EarlierStudies.NEEDS;
  }

  /** Order and images say which part and kind that is. */
  @Override
  public Set<CheckInput> reads() {
    return EarlierStudies.READS;
  }
}
