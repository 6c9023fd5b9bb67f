package org.radiologytrust.page;

/** Answers the requests of one address, on a worker thread. */
@FunctionalInterface
interface PageHandler {
  /**
   * @throws Exception becomes an error page
   */
  Reply answer(PageRequest request) throws Exception;
}
