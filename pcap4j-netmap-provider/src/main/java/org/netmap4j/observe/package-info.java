/**
 * What the rings of this machine do, those of other processes included, without touching their
 * traffic.
 *
 * <pre>
 *  Observer.look() --&gt; Inventory --&gt; ObservedRegion --&gt; ObservedPort --&gt; ObservedRing
 *
 *  embedded engines   their regions are memfds, found through /proc, mapped read-only; the owners'
 *                     own counters stand in them
 *  the kernel module  its regions are mapped read-only through NULL ports; numbers are sampled
 *
 *  InterfaceFacts.of(name)            what ethtool and rtnetlink say of an interface
 *  ModuleFacts.now()                  the module, its device and its parameters
 * </pre>
 *
 * <p>All that is read is somebody else's, who may write anything at any time: it is checked before
 * it leads anywhere, text is made printable, loops are bounded. A process that ends meanwhile is no
 * error. A reader needs the owner's capabilities at least, or CAP_SYS_PTRACE; who cannot be read is
 * counted.
 */
@NullMarked
package org.netmap4j.observe;

import org.jspecify.annotations.NullMarked;
