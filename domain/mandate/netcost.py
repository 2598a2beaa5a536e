"""What the service cost: declared by the provider, verified by the region."""

from decimal import Decimal

from domain.kernel.aggregate import decides, when
from domain.kernel.case import Case
from domain.kernel.correction import ALWAYS
from domain.kernel.entry import Entry
from domain.kernel.event import Event
from domain.mandate.book import entered
from domain.mandate.commands.netcost import RecordNetCost, VerifyNetCost
from domain.mandate.events.netcost import NetCost, NetCostDeclared, NetCostVerification, NetCostVerified
from domain.mandate.judging import Judging
from domain.mandate.rules import order
from domain.mandate.rules import overcompensation as rules


class NetCosts(Judging):
    """Declarations and verifications of net cost, by service and year."""

    @decides(RecordNetCost)
    def record_net_cost(self, command: RecordNetCost, case: Case) -> Event:
        self.ask_about_file(case)
        self._ask_about_figures(command, case)
        service = self.ask_about_service(case, command.service, command.year)
        self._ask_about_profit(command, case)
        self.ask_about_checked_year(case, (service, command.year))
        return NetCostDeclared.of(command)

    @decides(VerifyNetCost)
    def verify(self, command: VerifyNetCost, case: Case) -> Event:
        self.ask_about_standing(case)
        self._ask_about_figures(command, case)
        service = self.ask_about_entrusted(case, command.service, command.year)
        book = self.book(service, command.year)
        order.declared_first(case, ALWAYS, is_declared=bool(book.declared))
        known = book.verified_now
        is_new = known is None or _figures(known.event) != _figures(command)
        order.says_something_new(case, ALWAYS, is_new=is_new)
        self._ask_about_profit(command, case)
        self.ask_about_checked_year(case, (service, command.year))
        return NetCostVerified.of(command)

    def _ask_about_figures(self, stated: NetCost, case: Case) -> None:
        basis = (stated.profit_basis.capital,) if stated.profit_basis else ()
        self.ask_about_figures(case, (stated.costs, stated.revenues, stated.reasonable_profit, *basis))

    def _ask_about_profit(self, stated: NetCost, case: Case) -> None:
        """Where it is said from what the profit was computed."""
        basis = stated.profit_basis
        if basis is None:
            return
        premium = case.value("mandate.profit-premium", case.day)
        rules.profit_reasonable(
            case,
            case.day,
            profit=stated.reasonable_profit,
            capital=basis.capital,
            rate=basis.rate,
            swap_rate=basis.swap_rate,
            premium=None if premium is None else Decimal(premium),
        )

    @when(NetCostDeclared)
    def net_cost_declared(self, event: NetCostDeclared, entry: Entry) -> None:
        self.book_of(event.service, event.year, entry).declared.append(entered(event, entry))

    @when(NetCostVerified)
    def net_cost_verified(self, event: NetCostVerified, entry: Entry) -> None:
        self.book_of(event.service, event.year, entry).verified.append(entered(event, entry))


def _figures(stated: NetCost | NetCostVerification) -> dict[str, object]:
    """What is stated of the cost, whoever states it."""
    return {name: getattr(stated, name) for name in NetCost.model_fields if name != "service"}
