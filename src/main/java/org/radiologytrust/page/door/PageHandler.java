package org.radiologytrust.page.door;

/** Answers the requests of one address, on a worker thread. */
@FunctionalInterface
public interface PageHandler {
  /**
   * @throws Exception becomes an error page
   */
  Reply answer(PageRequest request) throws Exception;
}
