package org.radiologytrust.page;

/** Some of the pages. */
interface PagePart {
  /** Adds the addresses of these pages. */
  void routes(PageRouter router);
}
