// What is bound to nothing.
module.exports = {
    async executeAction(action, data, keys) {
        switch (action.name) {
            case 'GetNearestAirport': {
                const airports = await (await this.base.getEntityInterface('Airports')).getAllEntries();
                const away = ({ Location: { Loc } }) =>
                    Math.hypot(Loc.coordinates[0] - keys.lon, Loc.coordinates[1] - keys.lat);
                return airports.reduce((nearest, one) => (away(one) < away(nearest) ? one : nearest));
            }
            case 'ResetDataSource':
                return undefined;
            default:
                this.throwError(`${action.name} is not known`, 501);
        }
    },
};
