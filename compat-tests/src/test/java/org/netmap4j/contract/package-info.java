/**
 * What netmap's ports do, in netmap's own terms: through the library's public interface, with rings
 * and slots looked at as any process sees them. Each class is a theme; {@code EmbeddedContractTest}
 * and {@code KernelContractTest} hold them against an engine each.
 */
package org.netmap4j.contract;
