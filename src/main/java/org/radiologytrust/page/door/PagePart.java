package org.radiologytrust.page.door;

/** Some of the pages. */
public interface PagePart {
  /** Adds the addresses of these pages. */
  void routes(PageRouter router);
}
